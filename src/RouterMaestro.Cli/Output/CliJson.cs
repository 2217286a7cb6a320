using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Output;

/// <summary>Writes the JSON of commands that print less than the admin API returns.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ModelRows))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class CliJson : JsonSerializerContext;
