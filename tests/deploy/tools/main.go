// Reads a dashboard from standard input into Grafana's own types, strictly: a field that is unknown, missing or of the
// wrong type is an error, within the panels in use, too. What is wrong is printed, and the exit code is 1.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

func main() {
	// These alone and not all plug-ins: they compile in seconds.
	runtime := cog.NewRuntime()
	runtime.RegisterPanelcfgVariant(stat.VariantConfig())
	runtime.RegisterPanelcfgVariant(table.VariantConfig())
	runtime.RegisterPanelcfgVariant(timeseries.VariantConfig())
	runtime.RegisterDataqueryVariant(prometheus.VariantConfig())

	text, err := io.ReadAll(os.Stdin)
	var board dashboard.Dashboard
	if err == nil {
		err = some(board.UnmarshalJSONStrict(text))
	}
	if err == nil {
		err = some(board.Validate())
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// some is nil where the SDK gives an empty list of errors for none at all.
func some(err error) error {
	var list cog.BuildErrors
	if errors.As(err, &list) && len(list) == 0 {
		return nil
	}
	return err
}
