# Writes the tables of bench/quality as CSV files: Rscript quality_tables.R DIRECTORY
# Prints a line for each: its name, its label, what the label is (classes or number) and its group.
directory <- commandArgs(trailingOnly = TRUE)[1]
rows <- 6000
group <- 1

write_table <- function(package, item, label, without = "", name = item, from = item, only = NULL, kind = "classes") {
  place <- new.env()
  data(list = from, package = package, envir = place)
  table <- get(item, envir = place)
  table <- as.data.frame(table)
  if (!is.null(only)) table <- table[only(table), ]
  table <- table[!is.na(table[[label]]), ]
  if (nrow(table) > rows) {
    set.seed(1)
    table <- table[sort(sample(nrow(table), rows)), ]
  }
  without <- strsplit(without, " ", fixed = TRUE)[[1]]
  table <- table[, !(names(table) %in% without)]
  names(table) <- gsub("[^A-Za-z0-9]+", "_", make.unique(names(table), sep = "_"))
  write.csv(table, file.path(directory, paste0(name, ".csv")), row.names = FALSE, na = "")
  cat(name, gsub("[^A-Za-z0-9]+", "_", label), kind, group, sep = "\t")
  cat("\n")
}

# Group 1: tables on which rules were chosen
# Two classes
write_table("mlbench", "PimaIndiansDiabetes2", "diabetes", name = "pima")
write_table("mlbench", "BreastCancer", "Class", "Id", name = "breast-cancer")
write_table("mlbench", "Ionosphere", "Class", name = "ionosphere")
write_table("mlbench", "HouseVotes84", "Class", name = "house-votes")
write_table("modeldata", "attrition", "Attrition", name = "attrition")
write_table("modeldata", "cells", "class", "case", name = "cells")
write_table("modeldata", "credit_data", "Status", name = "credit")
write_table("modeldata", "mlc_churn", "churn", name = "mlc-churn")
write_table("modeldata", "wa_churn", "churn", name = "wa-churn")
write_table("modeldata", "ad_data", "Class", name = "alzheimer")
write_table("AER", "HMDA", "deny", name = "mortgages")
write_table("carData", "Arrests", "released", name = "arrests")
# Several classes
write_table("mlbench", "Vowel", "Class", name = "vowel")
write_table("mlbench", "Vehicle", "Class", name = "vehicle")
write_table("mlbench", "Soybean", "Class", name = "soybean")
write_table("mlbench", "Satellite", "classes", name = "satellite")
write_table("mlbench", "LetterRecognition", "lettr", name = "letters")
write_table("mlbench", "DNA", "Class", name = "dna")
write_table("modeldata", "hpc_data", "class", name = "hpc")
write_table("carData", "Chile", "vote", name = "chile")
# Numbers
write_table("mlbench", "BostonHousing", "medv", name = "boston", kind = "number")
write_table("modeldata", "ames", "Sale_Price", name = "ames", kind = "number")
write_table("modeldata", "concrete", "compressive_strength", name = "concrete", kind = "number")
write_table("modeldata", "Sacramento", "price", name = "sacramento", kind = "number")
write_table("modeldata", "car_prices", "Price", name = "car-prices", kind = "number")
write_table("ggplot2", "diamonds", "price", name = "diamonds", kind = "number")
write_table("AER", "CPS1988", "wage", name = "wages", kind = "number")
write_table("AER", "NMES1988", "visits", "nvisits ovisits novisits", name = "visits", kind = "number")
write_table("AER", "DoctorVisits", "visits", name = "doctor-visits", kind = "number")
write_table("datasets", "quakes", "stations", name = "quakes", kind = "number")

# Group 2: tables on which nothing of Dropfit was ever tuned
group <- 2
write_table("kernlab", "spam", "type")
write_table("carData", "TitanicSurvival", "survived", name = "titanic")
write_table("AER", "ResumeNames", "call", name = "resumes")
write_table("survival", "nwtco", "rel", "seqno edrel", name = "wilms", from = "nwtco")
write_table("modeldata", "stackoverflow", "Remote")
write_table("carData", "BEPS", "vote", name = "votes")
write_table("carData", "WVS", "poverty", name = "poverty")
write_table("mlbench", "Glass", "Type", name = "glass")
write_table("mlbench", "Shuttle", "Class", name = "shuttle")
write_table("AER", "HousePrices", "price", name = "house-prices", kind = "number")
write_table("carData", "SLID", "wages", name = "hourly-wages", kind = "number")
write_table("AER", "RecreationDemand", "trips", name = "boat-trips", kind = "number")
write_table("AER", "PhDPublications", "articles", name = "articles", kind = "number")
write_table("AER", "Medicaid1986", "visits", name = "medicaid-visits", kind = "number")

# Group 3: the same, chosen on 2026-11-27 before any of them was run; scikit-learn has three more (bench/quality)
group <- 3
write_table("survival", "rotterdam", "death", "pid rtime recur dtime", from = "cancer")
write_table("kernlab", "musk", "Class")
write_table("kernlab", "ticdata", "CARAVAN", name = "caravan")
write_table("modeldata", "lending_club", "Class", name = "lending-club")
write_table("AER", "HealthInsurance", "insurance", name = "health-insurance")
write_table("carData", "Wells", "switch", name = "wells")
write_table("carData", "KosteckiDillon", "headache", "id", name = "migraine")
write_table("kernlab", "income", "INCOME")
write_table("AER", "GSOEP9402", "school", name = "school-tracks")
write_table("carData", "Womenlf", "partic", name = "women-at-work")
write_table("rpart", "solder", "skips", kind = "number")
write_table("AER", "CASchools", "math", "district school read", name = "school-scores", kind = "number")
write_table("modeldata", "Chicago", "ridership", name = "chicago", kind = "number")
write_table("modeldata", "biomass", "HHV", "sample dataset", kind = "number")
write_table("nlme", "MathAchieve", "MathAch", name = "math", kind = "number")
write_table("carData", "Salaries", "salary", name = "salaries", kind = "number")
write_table("carData", "GSSvocab", "vocab", name = "vocabulary", kind = "number")
