using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Clients.Checks;

/// <summary>What became of a request in a client's form.</summary>
/// <param name="Name">What the request stands for.</param>
/// <param name="Model">The model.</param>
/// <param name="Milliseconds">The time until the response was complete.</param>
/// <param name="Problem">Why the client would not work, and what to do; null if it would.</param>
internal sealed record CheckResult(
    [property: JsonPropertyName("request")] string Name,
    [property: JsonPropertyName("model")] string Model,
    [property: JsonPropertyName("milliseconds")] int Milliseconds,
    [property: JsonPropertyName("problem")] string? Problem)
{
    /// <summary>Gets a value indicating whether the client would work.</summary>
    [JsonPropertyName("ok")]
    public bool IsGood => Problem is null;
}
