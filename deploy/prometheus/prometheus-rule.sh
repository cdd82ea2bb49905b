#!/bin/sh
# Prints the alerts as the object that the Prometheus operator takes: sh prometheus-rule.sh | kubectl apply -n NAMESPACE -f -
set -eu
cat <<'OBJECT'
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: bantin
  labels:
    app.kubernetes.io/name: bantin
spec:
OBJECT
sed 's/^/  /' "$(dirname "$0")/bantin.rules.yml"
