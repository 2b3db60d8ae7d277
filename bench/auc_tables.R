# Writes the tables of bench/auc as CSV files: Rscript auc_tables.R DIRECTORY
# Prints a line for each: its name, its label and the number of rows.
directory <- commandArgs(trailingOnly = TRUE)[1]
rows <- 3000

write_table <- function(package, item, label, without = "", name = tolower(item), from = item) {
  place <- new.env()
  data(list = from, package = package, envir = place)
  table <- as.data.frame(get(item, envir = place))
  table <- table[!is.na(table[[label]]), !(names(table) %in% strsplit(without, " ", fixed = TRUE)[[1]])]
  if (nrow(table) > rows) {
    set.seed(1)
    table <- table[sort(sample(nrow(table), rows)), ]
  }
  names(table) <- gsub("[^A-Za-z0-9]+", "_", names(table))
  table[[label]] <- paste0("c", as.integer(factor(table[[label]])))
  for (column in names(table)) {
    if (is.logical(table[[column]])) table[[column]] <- ifelse(table[[column]], "yes", "no")
  }
  write.csv(table, file.path(directory, paste0(name, ".csv")), row.names = FALSE, na = "")
  cat(name, label, nrow(table), sep = "\t")
  cat("\n")
}

write_table("mlbench", "PimaIndiansDiabetes2", "diabetes", name = "pima")
write_table("mlbench", "BreastCancer", "Class", "Id", name = "breast-cancer")
write_table("mlbench", "Ionosphere", "Class")
write_table("mlbench", "HouseVotes84", "Class", name = "house-votes")
write_table("mlbench", "Sonar", "Class")
write_table("mlbench", "Vehicle", "Class")
write_table("mlbench", "Glass", "Type")
write_table("modeldata", "attrition", "Attrition")
write_table("modeldata", "credit_data", "Status", name = "credit")
write_table("modeldata", "mlc_churn", "churn", name = "mlc-churn")
write_table("modeldata", "wa_churn", "churn", name = "wa-churn")
write_table("modeldata", "ad_data", "Class", name = "alzheimer")
write_table("modeldata", "scat", "Species")
write_table("modeldata", "two_class_dat", "Class", name = "two-class")
write_table("AER", "HMDA", "deny", name = "mortgages")
write_table("AER", "Affairs", "gender", name = "affairs")
write_table("AER", "SwissLabor", "participation", name = "swiss-labour")
write_table("AER", "CreditCard", "card", "expenditure share", name = "credit-card")
write_table("carData", "Arrests", "released")
write_table("carData", "Cowles", "volunteer")
write_table("carData", "TitanicSurvival", "survived", name = "titanic")
write_table("carData", "Mroz", "lfp")
write_table("carData", "Chile", "vote")
write_table("MASS", "birthwt", "low", "bwt")
write_table("MASS", "biopsy", "class", "ID")
write_table("MASS", "crabs", "sex", "index")
write_table("MASS", "fgl", "type")
write_table("MASS", "bacteria", "y", "ID")
write_table("survival", "lung", "status", "inst", from = "cancer")
write_table("survival", "colon", "status", "id study time etype", from = "cancer")
write_table("survival", "gbsg", "status", "pid rfstime", from = "cancer")
write_table("survival", "rotterdam", "death", "pid rtime recur dtime", from = "cancer")
write_table("survival", "pbc", "status", "id time")
write_table("survival", "flchain", "death", "futime chapter")
write_table("datasets", "infert", "case", "stratum pooled.stratum")
write_table("datasets", "iris", "Species")
write_table("rpart", "kyphosis", "Kyphosis")
write_table("rpart", "stagec", "pgstat", "pgtime")
