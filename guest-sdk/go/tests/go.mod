module tests

go 1.24

require aludel v0.1.0

replace aludel => ../sdk
