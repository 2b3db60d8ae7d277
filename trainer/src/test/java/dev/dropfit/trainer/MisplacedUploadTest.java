package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisplacedUploadTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sales 2024.csv | it is not in the folder of a model; upload it as sales-2024/dataset.csv",
                "dataset.csv | it is not in the folder of a model; upload it as dataset/dataset.csv",
                "churn/Dataset.csv | a dataset has the name dataset.csv; upload it as churn/dataset.csv",
                "churn/dataset.CSV | a dataset has the name dataset.csv; upload it as churn/dataset.csv",
                "churn/data.csv | a dataset has the name dataset.csv; upload it as churn/dataset.csv",
                "churn/dataset.xlsx | a dataset has the name dataset.csv; save it as CSV and upload that as churn/dataset.csv",
                "Churn/dataset.csv | the folder 'Churn' is no name of a model; accepted are small letters, digits and hyphens; upload it as churn/dataset.csv",
                "My_Model/dataset.csv | the folder 'My_Model' is no name of a model; accepted are small letters, digits and hyphens; upload it as my-model/dataset.csv",
                "churn/2024/dataset.csv | it is in a folder inside the folder of a model; upload it as churn/dataset.csv",
                "???.csv | it is not in the folder of a model; upload it as my-model/dataset.csv",
            })
    void aTableInTheWrongPlaceIsToldTheRightOne(String object, String advice) {
        assertThat(MisplacedUpload.advice(object)).contains(object + " is not read: " + advice);
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
        assertThat(MisplacedUpload.advice(object)).isEmpty();
    }
}
