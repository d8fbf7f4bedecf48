// Package decimal calculates with numbers in base ten.
//
//	price, err := decimal.Rat(aludel.Decimal("12.3400"))
//	if err != nil {
//		return err
//	}
//	doubled := decimal.Of(price.Mul(price, big.NewRat(2, 1)), 4)
package decimal

import (
	"fmt"
	"math/big"

	"aludel"
)

// Rat gives the number for calculations.
func Rat(decimal aludel.Decimal) (*big.Rat, error) {
	number, isNumber := new(big.Rat).SetString(string(decimal))
	if !isNumber {
		return nil, fmt.Errorf("`%s` is no decimal", decimal)
	}
	return number, nil
}

// Of rounds a number to so many digits behind the point.
func Of(number *big.Rat, scale int) aludel.Decimal {
	return aludel.Decimal(number.FloatString(scale))
}
