using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>Writes JSON without reflection.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class CopilotJson : JsonSerializerContext;
