package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.ModelName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisplacedUploadTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Sales 2024.csv | it is not in the folder of a model; upload it as sales-2024/dataset.csv",
                "dataset.csv | it is not in the folder of a model; upload it as dataset/dataset.csv",
                "churn/Dataset.csv | a dataset must have the name dataset.csv; upload it as churn/dataset.csv",
                "churn/dataset.CSV | a dataset must have the name dataset.csv; upload it as churn/dataset.csv",
                "churn/data.csv | a dataset must have the name dataset.csv; upload it as churn/dataset.csv",
                "churn/dataset.xlsx | a dataset must have the name dataset.csv; open it in Excel or LibreOffice, save"
                        + " the sheet as CSV UTF-8, and upload the CSV as churn/dataset.csv",
                "Churn/dataset.csv | the folder 'Churn' can't be a model; accepted are small letters, digits and"
                        + " hyphens; upload it as churn/dataset.csv",
                "My_Model/dataset.csv | the folder 'My_Model' can't be a model; accepted are small letters, digits and"
                        + " hyphens; upload it as my-model/dataset.csv",
                "churn/2024/dataset.csv | it is in a folder inside the folder of a model; upload it as"
                        + " churn/dataset.csv",
                "churn/dataset/may.csv | it is no part of a dataset by its name; accepted are part-*.csv and"
                        + " part-*.csv.gz",
                "churn/dataset/part-1.parquet | it is no part of a dataset by its name; accepted are part-*.csv and"
                        + " part-*.csv.gz",
                "churn/rows.csv.gz | a dataset must have the name dataset.csv; upload it as churn/dataset.csv.gz",
                "churn/dataset.zip | a dataset must have the name dataset.csv; unpack it, and upload the CSV as"
                        + " churn/dataset.csv",
                "churn.csv.zip | it is not in the folder of a model; unpack it, and upload the CSV as"
                        + " churn/dataset.csv",
                "churn/d.parquet | a dataset must have the name dataset.csv; convert it to CSV, in Python with"
                        + " pandas.read_parquet(\"FILE\").to_csv(\"dataset.csv\", index=False), and upload the CSV as"
                        + " churn/dataset.csv",
                "churn/d.json | a dataset must have the name dataset.csv; convert it to CSV, in Python with"
                        + " pandas.read_json(\"FILE\").to_csv(\"dataset.csv\", index=False), and upload the CSV as"
                        + " churn/dataset.csv",
                "churn/d.jsonl | a dataset must have the name dataset.csv; convert it to CSV, in Python with"
                        + " pandas.read_json(\"FILE\", lines=True).to_csv(\"dataset.csv\", index=False), and upload the"
                        + " CSV as churn/dataset.csv",
                "???.csv | it is not in the folder of a model; upload it as my-model/dataset.csv",
            })
    void aTableInTheWrongPlaceIsToldTheRightOne(String object, String advice) {
        assertThat(MisplacedUpload.find(object).map(MisplacedUpload::advice))
                .contains(object + " is not read: " + advice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Kunden Mai 2026 (neu).csv | its name or folder is not accepted; upload it as"
                        + " churn/batch/Kunden-Mai-2026-neu.csv",
                "größe.csv.gz | its name or folder is not accepted; upload it as churn/batch/gr-e.csv.gz",
                "東京.csv | its name or folder is not accepted; upload it as churn/batch/rows.csv",
                "may/june.csv | its name or folder is not accepted; upload it as churn/batch/june.csv",
                "may.errors.csv | its name or folder is not accepted; upload it as churn/batch/may.csv",
                "may.CSV | its name or folder is not accepted; upload it as churn/batch/may.csv",
                "may.tsv | its name or folder is not accepted; upload it as churn/batch/may.csv",
                "may.xlsx | it is no CSV; open it in Excel or LibreOffice, save the sheet as CSV UTF-8, and upload the"
                        + " CSV as churn/batch/may.csv",
                "may.parquet | it is no CSV; convert it to CSV, in Python with"
                        + " pandas.read_parquet(\"FILE\").to_csv(\"may.csv\", index=False), and upload the CSV as"
                        + " churn/batch/may.csv",
            })
    void aFileToScoreThatCannotBeIsToldAnAcceptedName(String file, String advice) {
        String accepted = advice.startsWith("its name") ? ". Accepted are " + BatchFile.ACCEPTED : "";

        assertThat(MisplacedUpload.find("churn/batch/" + file).map(MisplacedUpload::advice))
                .contains("churn/batch/" + file + " is not scored: " + advice + accepted);
    }

    @ParameterizedTest
    @CsvSource({"Sales 2024.csv, sales-2024", "Churn/dataset.csv, churn", "churn/Dataset.csv, churn"})
    void itIsProbablyForTheModelOfItsFolderOrName(String object, String model) {
        assertThat(MisplacedUpload.find(object).flatMap(MisplacedUpload::model)).contains(new ModelName(model));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "churn/README.md",
                "churn/",
                "churn/batch/rows.csv",
                "churn/labels.csv",
                "churn/.dataset.csv",
                "notes",
                "churn/dropfit.json"
            })
    void otherObjectsGetNoAdvice(String object) {
        assertThat(MisplacedUpload.find(object)).isEmpty();
    }
}
