using System.Text.Json;
using RouterMaestro.Cli.Gateways;
using Spectre.Console;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints models for people, or as JSON.</summary>
internal sealed class ModelTable(IAnsiConsole console, Surroundings surroundings)
{
    public void Print(IReadOnlyList<ModelRow> models, bool asJson)
    {
        if (asJson)
        {
            surroundings.Out.WriteLine(JsonSerializer.Serialize(new ModelRows(models), CliJson.Default.ModelRows));
        }
        else if (models.Count == 0)
        {
            surroundings.Error.WriteLine("The gateway knows no model yet: no provider has a key, or none has answered.");
        }
        else
        {
            console.Write(ToTable(models));
        }
    }

    private static Table ToTable(IReadOnlyList<ModelRow> models)
    {
        var table = new Table { Border = TableBorder.None };

        // ids are there to be copied, so they are never cut or wrapped
        table.AddColumn(new TableColumn("[bold]Model[/]").NoWrap().PadLeft(0));
        table.AddColumn(new TableColumn("[bold]Name[/]"));
        foreach (var model in models)
        {
            table.AddRow(Markup.Escape(model.Id), Markup.Escape(model.Name));
        }

        return table;
    }
}
