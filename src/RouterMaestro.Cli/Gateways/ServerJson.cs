using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Gateways;

/// <summary>Reads and writes <c>server.json</c>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerRecord))]
[JsonSerializable(typeof(GatewayIdentity))]
internal sealed partial class ServerJson : JsonSerializerContext;
