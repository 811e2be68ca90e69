"""Write the template of the deploy role: `python -m infra.ci > deploy-role.json`."""

import json

from infra.ci.deploy_role import template

print(json.dumps(template(), indent=1, sort_keys=True))
