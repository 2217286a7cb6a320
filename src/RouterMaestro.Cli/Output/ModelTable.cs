using System.Globalization;
using System.Text.Json;
using RouterMaestro.AspNetCore.Admin.Contracts;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints models for people, or as JSON.</summary>
internal sealed class ModelTable(TextTable table, CliEnvironment environment)
{
    private const int NameColumn = 2;

    private static readonly string[] _titles = ["Priority", "Model Key", "Display Name", "Provider"];

    /// <summary>Prints the models in the order given.</summary>
    public void Print(IReadOnlyList<ModelContract> models, bool asJson)
    {
        if (asJson)
        {
            var rows = new ModelRows([.. models.Select(model => new ModelRow(model.Id, model.Name, model.Provider, model.Priority))]);
            environment.Out.WriteLine(JsonSerializer.Serialize(rows, CliJson.Default.ModelRows));
        }
        else if (models.Count == 0)
        {
            environment.Note("The gateway knows no model yet: no provider has a key, or none has answered.");
        }
        else
        {
            table.Print(_titles, [.. models.Select(Cells)], NameColumn);
        }
    }

    private static string[] Cells(ModelContract model) =>
        [model.Priority?.ToString(CultureInfo.InvariantCulture) ?? "-", model.Id, model.Name, model.Provider];
}
