//! What a sum comes to, for a given decimal mark: `+ − × ÷` with their usual precedence, signs
//! and brackets. Not variables, not percentages.

use super::{Fault, fraction::Fraction, number, token::Token};
use std::{iter::Peekable, slice::Iter};

/// The value of all `tokens`. The length of the text bounds how deep brackets can nest.
pub(super) fn value(tokens: &[Token], decimal: char) -> Result<Fraction, Fault> {
    let mut reader = Reader {
        tokens: tokens.iter().peekable(),
        decimal,
    };
    let value = reader.sum()?;
    match reader.tokens.next() {
        None => Ok(value),
        Some(_) => Err(Fault::Nonsense),
    }
}

struct Reader<'a> {
    tokens: Peekable<Iter<'a, Token>>,
    decimal: char,
}

impl Reader<'_> {
    fn sum(&mut self) -> Result<Fraction, Fault> {
        let mut sum = self.product()?;
        loop {
            if self.takes(&Token::Plus) {
                sum = sum.plus(self.product()?)?;
            } else if self.takes(&Token::Minus) {
                sum = sum.minus(self.product()?)?;
            } else {
                return Ok(sum);
            }
        }
    }

    fn product(&mut self) -> Result<Fraction, Fault> {
        let mut product = self.factor()?;
        loop {
            if self.takes(&Token::Times) {
                product = product.times(self.factor()?)?;
            } else if self.takes(&Token::Over) {
                product = product.over(self.factor()?)?;
            } else {
                return Ok(product);
            }
        }
    }

    fn factor(&mut self) -> Result<Fraction, Fault> {
        match self.tokens.next() {
            Some(Token::Number(literal)) => number::value(literal, self.decimal),
            Some(Token::Minus) => self.factor()?.negated(),
            Some(Token::Plus) => self.factor(),
            Some(Token::Open) => {
                let value = self.sum()?;
                if self.takes(&Token::Close) {
                    Ok(value)
                } else {
                    Err(Fault::Nonsense)
                }
            }
            _ => Err(Fault::Nonsense),
        }
    }

    fn takes(&mut self, token: &Token) -> bool {
        self.tokens.next_if_eq(&token).is_some()
    }
}
