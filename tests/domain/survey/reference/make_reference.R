# Makes reference.json, the numbers that the tests of tandem.domain.survey are held against.
# Run from this folder: Rscript make_reference.R > reference.json   (R 4.2, package survey 4.1)
suppressMessages(suppressWarnings(library(survey)))
options(warn = -1, survey.lonely.psu = "fail")
set.seed(20261121)

# --- JSON, written by hand so that nothing but base R and survey is needed -------------------------------
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    parts <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(parts, collapse = ", "), "]"))
    return(paste0("{", paste0("\"", names(x), "\": ", parts, collapse = ", "), "}"))
  }
  if (is.matrix(x)) return(json(lapply(seq_len(nrow(x)), function(i) as.list(unname(x[i, ])))))
  if (length(x) != 1) return(json(as.list(unname(x))))
  if (is.na(x)) return("null")
  if (is.character(x)) return(paste0("\"", x, "\""))
  if (is.logical(x)) return(if (x) "true" else "false")
  sprintf("%.17g", x)
}
table_of <- function(nrow, ...) matrix(c(...), nrow = nrow, byrow = TRUE)

# --- tails ------------------------------------------------------------------------------------------------
chi <- list(c(30, 1), c(1e-5, 4), c(700, 30), c(1500, 2401), c(3800, 2401), c(1400, 1), c(1475, 3), c(1480, 1),
            c(1310, 2), c(1600, 40), c(3, 62001), c(70000, 62001))
f <- list(c(500, 1, 1e6), c(250, 3.3, 4000), c(1000, 2.5, 300.7), c(1e4, 2, 50), c(1450, 1, 1e9), c(2, 2400, 1e6),
          c(5, 1.5, 1e7), c(0.3, 7.7, 12.1), c(1380, 1.2, 3e6))
tails <- list(
  chi_square = lapply(chi, function(a) list(statistic = a[1], df = a[2], p = pchisq(a[1], a[2], lower.tail = FALSE))),
  f = lapply(f, function(a) list(statistic = a[1], df1 = a[2], df2 = a[3], p = pf(a[1], a[2], a[3], lower.tail = FALSE)))
)

# --- tables of whole counts -------------------------------------------------------------------------------
tables <- list(
  table_of(2, 3, 1, 1, 3), table_of(2, 12, 5, 7, 30), table_of(2, 0, 9, 12, 0), table_of(2, 500000, 499000, 3, 100),
  table_of(2, 4000, 10, 25, 9000), table_of(3, 10, 2, 3, 4, 5, 9, 1, 8, 2), table_of(3, 20, 30, 25, 15, 20, 22, 10, 30, 28),
  table_of(3, 5, 3, 7, 9, 4, 9, 2, 8, 7, 8, 9, 1), table_of(2, 3, 4, 5, 6, 7, 8, 9, 3, 2, 1, 8, 4),
  table_of(4, 0, 3, 1, 2, 0, 5, 4, 1, 0, 9, 0, 2), table_of(2, 3000, 3, 0, 2500, 1, 7),
  table_of(5, 40, 22, 31, 50, 41, 60, 18, 33, 35, 22, 20, 19, 8, 44, 61)
)
g_squared <- function(m) { e <- chisq.test(m, correct = FALSE)$expected; 2 * sum(ifelse(m > 0, m * log(m / e), 0)) }
exact <- lapply(tables, function(m) {
  plain <- chisq.test(m, correct = FALSE)
  out <- list(counts = m, statistic = unname(plain$statistic), df = unname(plain$parameter), p = plain$p.value,
    expected = plain$expected, stdres = plain$stdres, g = g_squared(m),
    g_p = pchisq(g_squared(m), unname(plain$parameter), lower.tail = FALSE))
  if (all(dim(m) == 2)) {
    corrected <- chisq.test(m, correct = TRUE)
    out$yates <- unname(corrected$statistic); out$yates_p <- corrected$p.value
  }
  if (length(m) <= 12 && any(plain$expected < 5)) out$fisher <- fisher.test(m, workspace = 2e8)$p.value
  if (all(dim(m) == 2)) out$fisher <- fisher.test(m)$p.value
  out
})
simulated <- table_of(5, 3, 2, 1, 4, 2, 0, 1, 7, 1, 2, 2, 5, 0, 3, 1, 6, 2, 1, 4, 0)
monte_carlo <- list(counts = simulated, p = fisher.test(simulated, workspace = 2e8)$p.value)

# --- families, proportions, paired answers ------------------------------------------------------------------
p <- c(0.01, 0.2, 0.03, 0.03, 1e-300, 0.9, 0.049)
families <- list(p = p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH"))
wilson <- lapply(list(c(0, 10, 95), c(10, 10, 95), c(53, 218, 95), c(1, 3, 90), c(400000, 1e6, 99)), function(a) {
  ci <- prop.test(a[1], a[2], conf.level = a[3] / 100, correct = FALSE)$conf.int
  list(count = a[1], n = a[2], level = a[3], low = ci[1], high = ci[2])
})
trend <- list(yes = c(12, 19, 33, 41), n = c(60, 70, 80, 75), scores = c(1, 2, 3, 5))
tested <- prop.trend.test(trend$yes, trend$n, trend$scores)
trend$statistic <- unname(tested$statistic); trend$p <- tested$p.value
paired <- table_of(2, 794, 86, 150, 570)
mc <- mcnemar.test(paired, correct = FALSE)
paired <- list(counts = paired, statistic = unname(mc$statistic), p = mc$p.value,
  exact = binom.test(86, 86 + 150)$p.value)
paired3 <- table_of(3, 30, 5, 7, 9, 22, 4, 1, 6, 18)
mc <- mcnemar.test(paired3, correct = FALSE)
paired3 <- list(counts = paired3, statistic = unname(mc$statistic), df = unname(mc$parameter), p = mc$p.value)
ordered <- table_of(3, 10, 5, 2, 4, 12, 6, 1, 5, 15)
long <- as.data.frame(as.table(ordered)); long <- long[rep(seq_len(nrow(long)), long$Freq), ]
first <- as.integer(long$Var1); second <- as.integer(long$Var2)
ordinal <- list(counts = ordered, tau_b = cor(first, second, method = "kendall"),
  linear_by_linear = (length(first) - 1) * cor(first, second)^2)
ranked <- cor.test(first, second, method = "kendall", exact = FALSE)
ordinal$z <- unname(ranked$statistic); ordinal$p <- ranked$p.value

# --- designs: what svychisq says of them ---------------------------------------------------------------------
n <- 180
d <- data.frame(
  a = sample(c("x", "y", "z", NA), n, TRUE, c(4, 3, 2, 1)), b = sample(c("p", "q", "r", "s", NA), n, TRUE, c(5, 4, 2, 1, 1)),
  w = round(runif(n, 0.2, 4), 3), s = sample(c("north", "south", "west"), n, TRUE)
)
d$c <- paste0(d$s, "-", sample(1:9, n, TRUE))
d$sparse <- ifelse(is.na(d$a), NA, ifelse(d$a == "x", sample(c("k", "l"), n, TRUE), sample(c("l", "m"), n, TRUE)))
d$dependent <- ifelse(runif(n) < 0.7, as.character(d$a), sample(c("x", "y", "z"), n, TRUE))
d$two <- sample(c("yes", "no"), n, TRUE)
d$w[c(3, 50)] <- 0
clusters <- tapply(d$c, d$s, function(x) length(unique(x)))
d$people <- c(north = 300, south = 250, west = 200)[d$s]
d$towns <- c(north = 20, south = 15, west = 40)[d$s]
designs <- list(
  weights = svydesign(~1, weights = ~w, data = d),
  strata = svydesign(~1, weights = ~w, strata = ~s, data = d),
  clusters = svydesign(~c, weights = ~w, data = d),
  "strata,clusters" = svydesign(~c, weights = ~w, strata = ~s, data = d),
  "strata,clusters,towns" = svydesign(~c, weights = ~w, strata = ~s, fpc = ~towns, data = d),
  "strata,people" = svydesign(~1, weights = ~w, strata = ~s, fpc = ~people, data = d),
  "strata,people,unweighted" = svydesign(~1, strata = ~s, fpc = ~people, data = d),
  "strata,unweighted" = svydesign(~1, strata = ~s, data = d)
)
pairs <- list(c("a", "b"), c("a", "sparse"), c("a", "dependent"), c("a", "two"), c("two", "b"))
rao_scott <- list()
for (name in names(designs)) for (pair in pairs) {
  test <- svychisq(as.formula(paste0("~", pair[1], "+", pair[2])), designs[[name]], statistic = "F")
  rao_scott[[length(rao_scott) + 1]] <- list(design = name, rows = pair[1], columns = pair[2],
    f = unname(test$statistic), df1 = unname(test$parameter[1]), df2 = unname(test$parameter[2]), p = test$p.value)
}

# --- trends of weighted answers ---------------------------------------------------------------------------------
score <- c(p = 1, q = 2, r = 3, s = 5)
level <- c(x = 1, y = 2, z = 3)
whole <- d[!is.na(d$a) & !is.na(d$b) & d$w > 0, ]
whole$score <- score[whole$b]; whole$level <- level[whole$a]
trends <- list(data = list(a = as.list(whole$a), b = as.list(whole$b), w = whole$w, s = as.list(whole$s), c = as.list(whole$c)))
trends$found <- lapply(list(
  weights = svydesign(~1, weights = ~w, data = whole),
  clusters = svydesign(~c, weights = ~w, data = whole),
  "strata,clusters" = svydesign(~c, weights = ~w, strata = ~s, nest = TRUE, data = whole)
), function(design) {
  row <- coef(summary(svyglm(level ~ score, design)))["score", ]
  list(slope = unname(row[1]), t = unname(row[3]), p = unname(row[4]))
})

# --- raking ---------------------------------------------------------------------------------------------------
full <- d[!is.na(d$a) & !is.na(d$b), ]
margins <- list(a = c(x = 0.5, y = 0.3, z = 0.2), b = c(p = 0.3, q = 0.3, r = 0.25, s = 0.15), two = c(yes = 0.6, no = 0.4))
population <- lapply(names(margins), function(q) setNames(
  data.frame(names(margins[[q]]), unname(margins[[q]]) * nrow(full)), c(q, "Freq")))
raked_from <- function(design) {
  out <- rake(design, list(~a, ~b, ~two), population, control = list(maxit = 5000, epsilon = 1e-11))
  w <- weights(out); unname(w / mean(w))
}
started <- full; started$w <- pmax(started$w, 0.1)
raking <- list(rows = as.list(as.integer(rownames(full)) - 1L), margins = lapply(margins, as.list),
  weights = raked_from(svydesign(~1, weights = rep(1, nrow(full)), data = full)),
  started = started$w, weights_from_start = raked_from(svydesign(~1, weights = ~w, data = started)))

columns <- lapply(d, function(x) if (is.character(x)) as.list(x) else as.list(unname(x)))
cat(json(list(made_by = paste(R.version.string, "survey", packageVersion("survey")), tails = tails, exact = exact,
  monte_carlo = monte_carlo, families = families, wilson = wilson, trend = trend, paired = paired, paired3 = paired3,
  ordinal = ordinal, data = columns, rao_scott = rao_scott, trends = trends, raking = raking)), "\n", sep = "")
