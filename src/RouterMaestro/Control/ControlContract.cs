using System.Text.Json.Serialization;

namespace RouterMaestro.Control;

/// <summary>Which gateway answers, for its starter.</summary>
/// <param name="Instance">The name of this run.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="Version">The version of the gateway.</param>
/// <param name="DrainSeconds">The time that running calls have after a request to stop.</param>
internal sealed record ControlContract(
    [property: JsonPropertyName("instance")] string Instance,
    [property: JsonPropertyName("pid")] int ProcessId,
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("drain_seconds")] double DrainSeconds);

/// <summary>Reads and writes what the routes of control return.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ControlContract))]
internal sealed partial class ControlJson : JsonSerializerContext;
