using System.Text;
using System.Text.Json;
using RouterMaestro.TestKit;

namespace RouterMaestro.Protocols.Tests.Schemas;

/// <summary>The errors that providers are known for, collected beside the recordings.</summary>
internal static class KnownErrors
{
    private static readonly Lazy<JsonElement> _document = new(() =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.Combine(SharedData.Root!, "errors", "errors.json"))));

    /// <summary>Gets the errors that come with a status, of the providers that speak a protocol.</summary>
    public static IEnumerable<(string Name, int Status, byte[] Body)> Of(string protocol) => _document.Value.GetProperty("errors").EnumerateArray()
        .Where(e => IsOf(e.GetProperty("api").GetString()!, protocol) && e.GetProperty("status").GetInt32() >= 400)
        .Select(e => (NameOf(e), e.GetProperty("status").GetInt32(), BodyOf(e)));

    /// <summary>Gets the body of one error.</summary>
    /// <param name="name">The provider and the case, such as <c>anthropic/overloaded</c>.</param>
    public static byte[] Get(string name) => BodyOf(_document.Value.GetProperty("errors").EnumerateArray().Single(e => NameOf(e) == name));

    private static string NameOf(JsonElement error) => $"{error.GetProperty("api").GetString()}/{error.GetProperty("case").GetString()}";

    private static byte[] BodyOf(JsonElement error) =>
        Encoding.UTF8.GetBytes(error.TryGetProperty("body", out var body) ? body.GetRawText() : error.GetProperty("text").GetString()!);

    private static bool IsOf(string api, string protocol) =>
        api == "any" || (protocol == "messages" ? api == "anthropic" : api is "openai" or "azure-openai" or "openai-compatible" or "copilot");
}
