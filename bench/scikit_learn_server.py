"""A scikit-learn model behind Flask, as tutorials serve it: MODEL=model.joblib gunicorn --workers 2 scikit_learn_server:app"""
import os

import joblib
import pandas as pd
from flask import Flask, jsonify, request

app = Flask(__name__)
model = joblib.load(os.environ["MODEL"])


@app.post("/")
def predict():
    rows = request.get_json()
    probability = model.predict_proba(pd.DataFrame(rows if isinstance(rows, list) else [rows]))[:, 1]
    return jsonify(predictions=[{"probability": p} for p in probability.tolist()])
