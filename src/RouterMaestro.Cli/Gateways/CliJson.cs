using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Reads and writes the command line's own JSON.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ServerRecord))]
[JsonSerializable(typeof(ModelRows))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class CliJson : JsonSerializerContext;
