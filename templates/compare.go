package templates

// CompareView is what leads from one state to another.
type CompareView struct {
	Title, Lead   string
	Self          string
	From, To      []Option // to choose from
	FromName      string
	ToName        string
	Numbers       []ComparedChange // the changes between them
	Figures       []ComparedMetric
	Better, Worse int // figures that went the way they should, and the other
	FiguresSay    string
	Classes       []ComparedClass
	Same          bool // nothing differs
}

// ComparedChange is a change that leads from the one side to the other.
type ComparedChange struct {
	Number, Title, URL string
	Back               bool // it is of the side that the comparison starts from
}

// ComparedMetric is one metric with the figures that differ.
type ComparedMetric struct {
	Name  string
	First []ComparedFigure
	More  []ComparedFigure // folded away
}

// ComparedFigure is one figure on both sides.
type ComparedFigure struct {
	Part, From, To string
	Toward         int // 1 better, -1 worse, 0 neither
	At, Was        int // places on a line of 100; -1 = none
	WasTo, AtTo    int // the upper end of an interval
	Because        []ComparedChange
}

// ComparedClass is what differs of one class.
type ComparedClass struct {
	ID, Title string
	Rows      []ComparedRow
	Left      int // not shown
}

// ComparedRow is one difference in words.
type ComparedRow struct {
	Op       string // "added", "removed", "changed"
	About    string
	URL      string
	From, To string // of what is changed
	Because  []ComparedChange
}
