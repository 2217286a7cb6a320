using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Reads and writes <c>server.json</c>.</summary>
[JsonSerializable(typeof(ServerRecord))]
internal sealed partial class ServerJson : JsonSerializerContext;
