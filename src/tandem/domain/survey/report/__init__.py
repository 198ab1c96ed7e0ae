"""The living report: text with figures bound to the answers (docs/survey-report.md).

`bindings` reads what stands between braces, `text` the paragraphs around it, `figures` computes,
`claims` tests what is claimed, `findings` puts the tests into their families, `withheld` says what is too small.
"""
