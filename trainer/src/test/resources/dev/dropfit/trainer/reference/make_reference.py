#!/usr/bin/python3
"""Makes the datasets of this folder and what scikit-learn 1.2.1 says of them.

    /usr/bin/python3 make_reference.py

Every dataset is drawn from a seed. The split is made here by an implementation of its own of the hash that the trainer
uses (see places), so the expected files are a golden vector of that hash too. The weights are those at the optimum:
where a solver of scikit-learn stops early, Newton steps go on from there until the gradient is below 1e-12.
"""

import json
import math
import struct

import numpy as np
import pandas as pd
from scipy import linalg
from sklearn import metrics
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

HOLDOUT = 0.2
MASK = (1 << 64) - 1


def mix(value):
    value &= MASK
    value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD & MASK
    value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53 & MASK
    return value ^ (value >> 33)


def hash_of_text(text):
    value = 0xCBF29CE484222325
    units = text.encode("utf-16-le")
    for i in range(0, len(units), 2):
        value = (value ^ (units[i] | units[i + 1] << 8)) * 0x100000001B3 & MASK
    return mix(value)


def hash_of_cell(cell):
    try:
        bits = struct.unpack(">Q", struct.pack(">d", float(cell)))[0]
        return mix(bits + 0x9E3779B97F4A7C15)
    except ValueError:
        return hash_of_text(cell)


def places(rows, header):
    """Each row's place in [0, 65536), from all columns but the label: those below HOLDOUT * 65536 are held out."""
    names = [hash_of_text(name) for name in header]
    result = []
    for row in rows:
        total = sum(mix(name + hash_of_cell(cell)) for name, cell in zip(names[:-1], row) if cell != "")
        result.append(mix(total) >> 48)
    return result


def category(cell):
    try:
        number = float(cell)
        return str(int(number)) if number == int(number) else repr(number)
    except ValueError:
        return cell


def number(value, digits=6):
    return repr(round(float(value), digits))


def dataset(seed, size, label):
    """Numbers, numbers with gaps, a constant, texts with gaps, codes written in several ways, a rare text."""
    random = np.random.default_rng(seed)
    rows = []
    signals = []
    for _ in range(size):
        plain = random.normal(50, 12)
        gaps = random.exponential(3)
        small = random.normal(0, 1e-3)
        colour = random.choice(["red", "green", "blue", "grün, hell"], p=[0.4, 0.3, 0.2, 0.1])
        code = int(random.integers(1, 4))
        rare = "rare-%d" % random.integers(0, 120)
        signals.append(
            np.array([
                (plain - 50) / 12 + (colour == "red") - (code == 2),
                gaps / 3 - 1 + (colour == "blue") + 200 * small,
                0.7 * (code == 3) - 0.5 * (colour == "green") + random.normal(0, 0.3),
            ]))
        rows.append([
            number(plain, 3),
            "" if random.random() < 0.15 else number(gaps),
            number(small, 9),
            "7",
            "" if random.random() < 0.1 else colour,
            ["%d", "%d.0", "%de0"][random.integers(0, 3)] % code,
            rare,
        ])
    for row, value in zip(rows, label(random, np.array(signals))):
        row.append(value)
    return ["plain", "gaps", "small", "constant", "colour", "code", "rare", "target"], rows


NUMERIC = ["plain", "gaps", "small", "constant"]
CATEGORICAL = ["colour", "code", "rare"]


def write(name, header, rows):
    with open(name, "w", encoding="utf-8", newline="") as file:
        for row in [header] + rows:
            file.write(",".join('"%s"' % cell if "," in cell else cell for cell in row) + "\n")


def encoded(header, rows, trained):
    frame = pd.DataFrame(rows, columns=header)
    for name in NUMERIC:
        frame[name] = pd.to_numeric(frame[name].replace("", np.nan))
    for name in CATEGORICAL:
        frame[name] = [np.nan if cell == "" else category(cell) for cell in frame[name]]
    encoder = ColumnTransformer(
        [(name, make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), [name]) for name in NUMERIC]
        + [
            (name,
             make_pipeline(SimpleImputer(strategy="constant", fill_value="(missing)"),
                           OneHotEncoder(handle_unknown="ignore", sparse_output=False)),
             [name]) for name in CATEGORICAL
        ])
    encoder.fit(frame[trained])
    names = []
    for name, pipeline, _ in encoder.transformers_:
        if name in CATEGORICAL:
            names += [name + ("" if level == "(missing)" else "=") + level
                      for level in pipeline.steps[1][1].categories_[0]]
        elif name in NUMERIC:
            names.append(name)
    unseen = [any(frame[name][i] not in set(frame[name][trained]) and isinstance(frame[name][i], str)
                  for name in CATEGORICAL) for i in range(len(frame))]
    assert any(unseen), "no row has a level that training has not seen"
    numeric = {}
    for name in NUMERIC:
        imputer, scaler = (step for _, step in encoder.named_transformers_[name].steps)
        numeric[name] = {"median": imputer.statistics_[0], "mean": scaler.mean_[0], "scale": scaler.scale_[0]}
    return names, encoder.transform(frame), numeric


def polish(x, classes, coefficients):
    """Newton's method for the multinomial model; coefficients are [class, column], the intercept last."""
    size, width = x.shape[0], x.shape[1] + 1
    outputs = coefficients.shape[0]
    design = np.hstack([x, np.ones((size, 1))])
    target = np.eye(outputs)[classes]
    penalty = np.tile(np.append(np.ones(width - 1), 0), outputs)
    for _ in range(50):
        margins = design @ coefficients.T
        margins -= margins.max(axis=1, keepdims=True)
        shares = np.exp(margins)
        shares /= shares.sum(axis=1, keepdims=True)
        gradient = ((shares - target).T @ design).ravel() + penalty * coefficients.ravel()
        if np.abs(gradient).max() < 1e-12:
            break
        hessian = np.diag(penalty).astype(float)
        for k in range(outputs):
            for other in range(outputs):
                weight = shares[:, k] * ((k == other) - shares[:, other])
                hessian[k * width:(k + 1) * width, other * width:(other + 1) * width] += (
                    design.T @ (design * weight[:, None]))
        coefficients = coefficients - linalg.lstsq(hessian, gradient)[0].reshape(outputs, width)
    assert np.abs(gradient).max() < 1e-12, np.abs(gradient).max()
    coefficients[:, -1] -= coefficients[:, -1].mean()
    return coefficients


def polish_binary(x, positive, coefficients):
    design = np.hstack([x, np.ones((x.shape[0], 1))])
    penalty = np.append(np.ones(x.shape[1]), 0)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ coefficients))
        gradient = design.T @ (chance - positive) + penalty * coefficients
        if np.abs(gradient).max() < 1e-12:
            break
        hessian = design.T @ (design * (chance * (1 - chance))[:, None]) + np.diag(penalty)
        coefficients = coefficients - linalg.solve(hessian, gradient)
    assert np.abs(gradient).max() < 1e-12, np.abs(gradient).max()
    return coefficients


def clean(value):
    """Plain Python, for JSON."""
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [clean(item) for item in value]
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, (float, np.floating)):
        assert math.isfinite(value)
        return float(value)
    return value


def save(name, expected):
    with open(name, "w", encoding="utf-8") as file:
        json.dump(clean(expected), file, indent=1, ensure_ascii=False)
        file.write("\n")


def classification(name, seed, size, label):
    header, rows = dataset(seed, size, label)
    write(name + ".csv", header, rows)
    place = np.array(places(rows, header))
    trained = place >= round(HOLDOUT * 65536)
    names, x, numeric = encoded(header, rows, trained)
    target = np.array([row[-1] for row in rows])
    classes = sorted(set(target[trained]))
    index = np.array([classes.index(value) for value in target])
    binary = len(classes) == 2
    model = LogisticRegression(C=1, tol=1e-14, max_iter=10_000, solver="newton-cholesky" if binary else "lbfgs")
    model.fit(x[trained], index[trained])
    if binary:
        weights = polish_binary(x[trained], index[trained], np.append(model.coef_[0], model.intercept_[0]))
        margin = x @ weights[:-1] + weights[-1]
        scores = np.stack([1 / (1 + np.exp(margin)), 1 / (1 + np.exp(-margin))], axis=1)
        weights = weights[None, :]
    else:
        weights = polish(x[trained], index[trained], np.hstack([model.coef_, model.intercept_[:, None]]))
        scores = np.exp(x @ weights[:, :-1].T + weights[:, -1])
        scores /= scores.sum(axis=1, keepdims=True)
    held = ~trained
    save(name + ".json", {
        "places": place,
        "classes": classes,
        "names": names,
        "numeric": numeric,
        "weights": weights,
        "holdout_scores": scores[held],
        "acc": 100 * metrics.accuracy_score(index[trained], scores[trained].argmax(axis=1)),
        "holdout": judged(index[held], scores[held]),
    })


def judged(actual, scores):
    predicted = scores.argmax(axis=1)
    binary = scores.shape[1] == 2
    one_hot = np.eye(scores.shape[1])[actual]
    result = {
        "val_acc": 100 * metrics.accuracy_score(actual, predicted),
        "log_loss": metrics.log_loss(actual, scores),
        "f1": metrics.f1_score(actual, predicted, average="binary" if binary else "macro"),
        "roc_auc": metrics.roc_auc_score(actual, scores[:, 1]) if binary
        else metrics.roc_auc_score(actual, scores, multi_class="ovr", average="macro"),
        # brier_score_loss takes more than two classes from scikit-learn 1.7 on, and this is what it says of them.
        "brier": metrics.brier_score_loss(actual, scores[:, 1]) if binary
        else ((scores - one_hot) ** 2).sum(axis=1).mean(),
        "average_precision": metrics.average_precision_score(actual, scores[:, 1]) if binary
        else metrics.average_precision_score(one_hot, scores, average="macro"),
        "confusion": metrics.confusion_matrix(actual, predicted, labels=range(scores.shape[1])),
    }
    if binary:
        false_positive, true_positive, _ = metrics.roc_curve(actual, scores[:, 1], drop_intermediate=False)
        result["roc"] = np.stack([false_positive, true_positive], axis=1)
    return result


def regression(name, seed, size):
    header, rows = dataset(seed, size, lambda random, signal: [
        number(100 + 10 * row[0] + 5 * row[1] + random.normal(0, 2), 4) for row in signal])
    write(name + ".csv", header, rows)
    place = np.array(places(rows, header))
    trained = place >= round(HOLDOUT * 65536)
    names, x, numeric = encoded(header, rows, trained)
    target = np.array([float(row[-1]) for row in rows])
    model = Ridge(alpha=1, solver="cholesky").fit(x[trained], target[trained])
    predicted = model.predict(x)
    held = ~trained
    save(name + ".json", {
        "places": place,
        "names": names,
        "numeric": numeric,
        "weights": [np.append(model.coef_, model.intercept_)],
        "holdout_scores": predicted[held][:, None],
        "holdout": errors(target[held], predicted[held]),
    })


def errors(actual, predicted):
    return {
        "rmse": math.sqrt(metrics.mean_squared_error(actual, predicted)),
        "mae": metrics.mean_absolute_error(actual, predicted),
        "r2": metrics.r2_score(actual, predicted),
    }


def scores():
    """Predictions with many ties, judged: a row is the scores, then what was right."""
    random = np.random.default_rng(41)
    actual = random.integers(0, 2, 60)
    positive = np.clip(np.round(0.5 + 0.3 * (actual - 0.5) + random.normal(0, 0.2, 60), 1), 0, 1)
    # On 0.5 the first class is predicted, and certainties that are wrong cost as much as scikit-learn says.
    binary = np.stack([1 - positive, positive], axis=1)
    several_actual = random.integers(0, 3, 90)
    several = random.integers(1, 5, (90, 3)) + 3.0 * np.eye(3)[several_actual] * random.integers(0, 2, (90, 1))
    several /= several.sum(axis=1, keepdims=True)
    numbers_actual = np.round(random.normal(20, 5, 50), 2)
    numbers = np.round(numbers_actual + random.normal(0, 3, 50), 2)
    save("scores.json", {
        "binary": {"scores": binary, "actual": actual, "expected": judged(actual, binary)},
        "several": {"scores": several, "actual": several_actual, "expected": judged(several_actual, several)},
        "numbers": {"scores": numbers[:, None], "actual": numbers_actual,
                    "expected": errors(numbers_actual, numbers)},
    })


classification("binary", 11, 300, lambda random, signal: [
    str(int(random.random() < 1 / (1 + math.exp(-1.5 * row[0] - row[1])))) for row in signal])
classification("multiclass", 12, 360, lambda random, signal: [
    ["high", "low", "middle"][int(np.argmax(row + random.gumbel(0, 0.5, 3)))] for row in signal])
regression("regression", 13, 300)
scores()
