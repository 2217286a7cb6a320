using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RouterMaestro.Cli.Contexts;

/// <summary>A context as commands print it, without its keys.</summary>
/// <param name="Name">The name.</param>
/// <param name="Endpoint">The address in the file.</param>
/// <param name="IsCurrent">Whether commands call it.</param>
/// <param name="HasApiKey">Whether a key is stored.</param>
/// <param name="HasAdminKey">Whether a key of the admin routes is stored.</param>
internal sealed record ContextRow(string Name, string Endpoint, bool IsCurrent, bool HasApiKey, bool HasAdminKey);

/// <summary>The contexts.</summary>
/// <param name="Contexts">All of them.</param>
/// <param name="Current">The name of the context that commands call.</param>
internal sealed record ContextRows(IReadOnlyList<ContextRow> Contexts, string Current);

/// <summary>The name of the context that commands call.</summary>
internal sealed record CurrentContext(string Current);

/// <summary>A removed context.</summary>
/// <param name="Removed">Its name.</param>
/// <param name="Current">The name of the context that commands call now.</param>
internal sealed record RemovedContext(string Removed, string Current);

/// <summary>A context with what commands do with it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Endpoint">The address in the file.</param>
/// <param name="Calls">The address that commands call: for the gateway on this machine, that of the one that runs.</param>
/// <param name="IsCurrent">Whether commands call it.</param>
/// <param name="ApiKeyFrom">Where the key is from: a variable, <c>contexts.json</c>, or null if there is none.</param>
/// <param name="AdminKeyFrom">Where the key that commands send to the admin routes is from.</param>
/// <param name="File">The file.</param>
internal sealed record ContextDetails(string Name, string Endpoint, string Calls, bool IsCurrent, string? ApiKeyFrom, string? AdminKeyFrom, string File);

/// <summary>What a test of a context found.</summary>
/// <param name="Context">The name.</param>
/// <param name="Endpoint">The address that was called.</param>
/// <param name="Ok">Whether commands and clients can work with it.</param>
/// <param name="Version">The version of the gateway; null if it did not say.</param>
/// <param name="Steps">The steps in their order; those after a failure to reach the gateway are left out.</param>
internal sealed record ContextTest(string Context, string Endpoint, bool Ok, string? Version, IReadOnlyList<ContextStep> Steps);

/// <summary>A step of a test.</summary>
/// <param name="Name"><c>reachable</c>, <c>api_key</c> or <c>admin_key</c>.</param>
/// <param name="Ok">Whether it succeeded.</param>
/// <param name="DurationMs">The time that it took, in milliseconds.</param>
/// <param name="Message">What was found.</param>
internal sealed record ContextStep(string Name, bool Ok, long DurationMs, string Message);

/// <summary>Writes the JSON of the commands about contexts.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ContextRows))]
[JsonSerializable(typeof(CurrentContext))]
[JsonSerializable(typeof(RemovedContext))]
[JsonSerializable(typeof(ContextDetails))]
[JsonSerializable(typeof(ContextTest))]
internal sealed partial class ContextJson : JsonSerializerContext
{
    /// <summary>Gets the context that escapes no more than JSON needs: people read it too.</summary>
    public static ContextJson Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
