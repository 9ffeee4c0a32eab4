package main

import (
	"cmp"
	"slices"

	"rootline/model/analysis"
	"rootline/model/whys"
)

// SARIF is what tools that show findings beside a file read (OASIS, Static Analysis Results Interchange Format 2.1.0).
type sarif struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool    sarifTool     `json:"tool"`
	Results []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name  string      `json:"name"`
	Rules []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID string `json:"id"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifLocation struct {
	Physical *sarifPhysical `json:"physicalLocation,omitempty"`
	Logical  []sarifLogical `json:"logicalLocations"`
}

type sarifPhysical struct {
	Artifact struct {
		URI string `json:"uri"`
	} `json:"artifactLocation"`
}

type sarifLogical struct {
	Name          string `json:"name"`
	FullyQualifed string `json:"fullyQualifiedName"`
}

// sarifVerdicts are the levels of figures held against thresholds.
var sarifVerdicts = map[analysis.Verdict]string{analysis.Broken: "error", analysis.Untold: "note"}

var sarifLevels = map[whys.Level]string{whys.Stop: "error", whys.Ask: "warning", whys.Hint: "note"}

// sarifOf writes findings and thresholds as SARIF; file is where they are, "" = no file.
func sarifOf(file string, all []checked, held []heldTo) sarif {
	run := sarifRun{Tool: sarifTool{sarifDriver{Name: "Rootline", Rules: []sarifRule{}}}, Results: []sarifResult{}}
	add := func(rule, level, message, key string, logical sarifLogical) {
		if !slices.Contains(run.Tool.Driver.Rules, sarifRule{rule}) {
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{rule})
		}
		at := sarifLocation{Logical: []sarifLogical{logical}}
		if file != "" && file != "-" {
			at.Physical = &sarifPhysical{}
			at.Physical.Artifact.URI = file
		}
		run.Results = append(run.Results, sarifResult{rule, level, sarifText{message}, []sarifLocation{at}, map[string]string{"key": key}})
	}
	for _, f := range all {
		add(f.Check, sarifLevels[f.Level], f.Message, f.Problem+"/"+f.Key, sarifLogical{Name: cmp.Or(f.Name, f.On), FullyQualifed: f.Problem + "/" + f.On})
	}
	for _, h := range held {
		on := cmp.Or(h.Part, "whole")
		add(h.Metric, sarifVerdicts[h.Verdict], h.Message, h.Metric+"/"+on, sarifLogical{Name: cmp.Or(h.Name, on), FullyQualifed: h.Metric + "/" + on})
	}
	return sarif{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}
