package main

import (
	"cmp"
	"slices"

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

var sarifLevels = map[whys.Level]string{whys.Stop: "error", whys.Ask: "warning", whys.Hint: "note"}

// sarifOf writes findings as SARIF; file is where they are, "" = no file.
func sarifOf(file string, all []checked) sarif {
	run := sarifRun{Tool: sarifTool{sarifDriver{Name: "Rootline", Rules: []sarifRule{}}}, Results: []sarifResult{}}
	for _, f := range all {
		if !slices.Contains(run.Tool.Driver.Rules, sarifRule{f.Check}) {
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{f.Check})
		}
		at := sarifLocation{Logical: []sarifLogical{{Name: cmp.Or(f.Name, f.On), FullyQualifed: f.Problem + "/" + f.On}}}
		if file != "" && file != "-" {
			at.Physical = &sarifPhysical{}
			at.Physical.Artifact.URI = file
		}
		run.Results = append(run.Results, sarifResult{f.Check, sarifLevels[f.Level], sarifText{f.Message}, []sarifLocation{at}, map[string]string{"key": f.Problem + "/" + f.Key}})
	}
	return sarif{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}
