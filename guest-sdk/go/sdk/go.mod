module aludel

go 1.24
