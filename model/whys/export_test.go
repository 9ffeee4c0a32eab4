package whys

// Levels are all checks that an analysis makes, with their levels.
var Levels = levels
