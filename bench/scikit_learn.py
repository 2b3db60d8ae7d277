"""What the tutorial does: scikit_learn.py fit ROWS.csv MODEL, and scikit_learn.py predict MODEL ROWS.csv PROBABILITIES"""
import sys

import joblib
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

NUMERIC = ["age", "trestbps", "chol", "fbs", "thalach", "exang", "oldpeak"]
CATEGORICAL = ["sex", "cp", "restecg", "ca", "slope", "thal"]


def fit(file, model_file):
    rows = pd.read_csv(file)
    train, test, train_label, test_label = train_test_split(
        rows[NUMERIC + CATEGORICAL], rows["target"], test_size=0.2, random_state=0)
    encoder = ColumnTransformer([
        ("numeric", Pipeline([("impute", SimpleImputer(strategy="median")), ("scale", StandardScaler())]), NUMERIC),
        ("categorical", Pipeline([("impute", SimpleImputer(strategy="constant", fill_value=-1)),
                                  ("encode", OneHotEncoder(handle_unknown="ignore"))]), CATEGORICAL),
    ])
    model = Pipeline([("encode", encoder), ("classify", LogisticRegression(max_iter=1000))]).fit(train, train_label)
    probability = model.predict_proba(test)[:, 1]
    print(model.score(test, test_label), roc_auc_score(test_label, probability), log_loss(test_label, probability))
    joblib.dump(model, model_file)


def predict(model_file, file, out):
    probability = joblib.load(model_file).predict_proba(pd.read_csv(file)[NUMERIC + CATEGORICAL])[:, 1]
    pd.Series(probability, name="probability").to_csv(out, index=False)


{"fit": fit, "predict": predict}[sys.argv[1]](*sys.argv[2:])
