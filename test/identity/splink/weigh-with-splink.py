"""Weighs pairs with Splink on DuckDB: SETTINGS.json TABLE.csv, then id_l, id_r and weight of each pair as CSV."""
import json
import sys

import duckdb
from splink import DuckDBAPI, Linker

settings = json.load(open(sys.argv[1]))
lists = [name for rule in settings["blocking_rules_to_generate_predictions"] for name in rule.get("arrays_to_explode", [])]
split = ", ".join(f"string_split({name}, '|') as {name}" for name in lists)
connection = duckdb.connect()
connection.execute(
    f"create table records as select * {f'replace ({split})' if lists else ''} from read_csv($1, all_varchar = true, nullstr = '')",
    [sys.argv[2]],
)
linker = Linker(DuckDBAPI(connection).register("records"), settings)
found = linker.inference.predict().as_duckdbpyrelation()
print("id_l,id_r,weight")
for left, right, weight in found.select("unique_id_l, unique_id_r, match_weight").fetchall():
    print(f"{left},{right},{weight!r}")
