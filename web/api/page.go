package api

import (
	"cmp"
	"slices"
)

// Page is where a list begins and how much of it is asked for.
type Page struct {
	After string `query:"after" doc:"What the answer before called next"`
	Limit int    `query:"limit" default:"100" minimum:"1" maximum:"1000"`
}

// cut returns the part of a list that a page asks for, by key, and the key to go on from, "" = the end.
func cut[T any](list []T, key func(T) string, p Page) ([]T, string) {
	list = slices.SortedFunc(slices.Values(list), func(a, b T) int { return cmp.Compare(key(a), key(b)) })
	list = list[after(list, key, p.After):]
	if len(list) <= p.Limit {
		return append([]T{}, list...), "" // never nil: an empty list is []
	}
	return list[:p.Limit:p.Limit], key(list[p.Limit-1])
}

// after is where a list that is in the order of its keys goes on after one of them.
func after[T any](list []T, key func(T) string, last string) int {
	at, found := slices.BinarySearchFunc(list, last, func(t T, last string) int { return cmp.Compare(key(t), last) })
	if found {
		at++
	}
	return at
}
