using System.Text.Json;
using RouterMaestro.Cli.Gateways;

namespace RouterMaestro.Cli.Output;

/// <summary>Prints models for people, or as JSON.</summary>
internal sealed class ModelTable(Surroundings surroundings)
{
    private const string IdTitle = "Model";

    /// <summary>Prints the models in the order given.</summary>
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
            PrintTable(models);
        }
    }

    // ids are there to be copied, so no table layout may cut or wrap them
    private void PrintTable(IReadOnlyList<ModelRow> models)
    {
        var width = models.Max(model => Math.Max(model.Id.Length, IdTitle.Length));
        surroundings.Out.WriteLine($"{IdTitle.PadRight(width)}  Name");
        foreach (var model in models)
        {
            surroundings.Out.WriteLine($"{model.Id.PadRight(width)}  {model.Name}");
        }
    }
}
