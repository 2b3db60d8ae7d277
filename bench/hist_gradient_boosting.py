"""Boosting with its defaults: hist_gradient_boosting.py fit ROWS.csv MODEL, and … predict MODEL ROWS.csv PROBABILITIES"""
import sys

import joblib
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import train_test_split

CATEGORICAL = ["sex", "cp", "restecg", "ca", "slope", "thal"]


def fit(file, model_file):
    rows = pd.read_csv(file)
    train, test, train_label, test_label = train_test_split(
        rows.drop(columns="target"), rows["target"], test_size=0.2, random_state=0)
    # All else is the default: 100 rounds of up to 31 leaves; above 10,000 rows it stops early, on a tenth of them.
    model = HistGradientBoostingClassifier(categorical_features=CATEGORICAL, random_state=0).fit(train, train_label)
    probability = model.predict_proba(test)[:, 1]
    print(model.score(test, test_label), roc_auc_score(test_label, probability), log_loss(test_label, probability))
    joblib.dump(model, model_file)


def predict(model_file, file, out):
    probability = joblib.load(model_file).predict_proba(pd.read_csv(file).drop(columns="target"))[:, 1]
    pd.Series(probability, name="probability").to_csv(out, index=False)


{"fit": fit, "predict": predict}[sys.argv[1]](*sys.argv[2:])
