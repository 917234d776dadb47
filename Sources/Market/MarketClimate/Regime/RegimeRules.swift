/// The version of the rules by which regimes are told: formulas, thresholds by default, dwell, veto and gaps, all that
/// `docs/regime.md` has.
///
/// Raised with every change that can tell another regime from the same quotes: the identity of a bot that looks at regimes
/// says it, so that evidence stays with the rules that it was gathered under. What is 1 is not said: identities of before
/// there was a version are of those rules.
package let regimeRulesVersion = 1
