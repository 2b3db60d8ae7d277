"""The model of scikit_learn.py as PMML: document.py MODEL.joblib FILE.pmml"""
import sys
from xml.sax.saxutils import quoteattr

import joblib

encode, classify = (step for _, step in joblib.load(sys.argv[1]).steps)
numeric, categorical = encode.named_transformers_["numeric"], encode.named_transformers_["categorical"]
names = {name: list(columns) for name, _, columns in encode.transformers_}
weights = iter(classify.coef_[0])
intercept = classify.intercept_[0]
fields, mined, predictors = [], [], []

scale = numeric.named_steps["scale"]
for name, median, mean, deviation in zip(names["numeric"], numeric.named_steps["impute"].statistics_, scale.mean_, scale.scale_):
    weight = next(weights) / deviation
    intercept -= weight * mean
    fields.append(f'<DataField name={quoteattr(name)} optype="continuous" dataType="double"/>')
    mined.append(f'<MiningField name={quoteattr(name)} missingValueReplacement="{median}"/>')
    predictors.append(f'<NumericPredictor name={quoteattr(name)} coefficient="{weight}"/>')
for name, levels in zip(names["categorical"], categorical.named_steps["encode"].categories_):
    fields.append(f'<DataField name={quoteattr(name)} optype="categorical" dataType="integer"/>')
    mined.append(f'<MiningField name={quoteattr(name)} missingValueReplacement="-1"/>')
    predictors += [f'<CategoricalPredictor name={quoteattr(name)} value="{int(level)}" coefficient="{next(weights)}"/>' for level in levels]

with open(sys.argv[2], "w", encoding="utf-8") as file:
    file.write(f"""<?xml version="1.0" encoding="UTF-8"?>
<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
<Header/>
<DataDictionary>{"".join(fields)}
<DataField name="target" optype="categorical" dataType="integer"><Value value="0"/><Value value="1"/></DataField>
</DataDictionary>
<RegressionModel functionName="classification" normalizationMethod="logit">
<MiningSchema><MiningField name="target" usageType="target"/>{"".join(mined)}</MiningSchema>
<Output><OutputField name="probability" feature="probability" value="1" optype="continuous" dataType="double"/></Output>
<RegressionTable targetCategory="1" intercept="{intercept}">{"".join(predictors)}</RegressionTable>
<RegressionTable targetCategory="0" intercept="0"/>
</RegressionModel>
</PMML>
""")
