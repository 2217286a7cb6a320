using System.Collections.Concurrent;
using System.Text.Json;

namespace RouterMaestro.TestKit.Schemas;

/// <summary>A provider's published description of its API, in OpenAPI.</summary>
public sealed class ApiDocument
{
    private static readonly Lazy<ApiDocument> _openAI = new(() => Load("openai.openapi.json"));

    // JSON in spite of its name, which YAML allows
    private static readonly Lazy<ApiDocument> _anthropic = new(() => Load("anthropic.openapi.yaml"));

    private readonly SchemaReader _reader;
    private readonly ConcurrentDictionary<string, ApiSchema> _schemas = new();
    private readonly Lock _reading = new();

    private ApiDocument(JsonElement root) => _reader = new(root.GetProperty("components").GetProperty("schemas"));

    /// <summary>Gets OpenAI's, with Chat Completions and Responses.</summary>
    public static ApiDocument OpenAI => _openAI.Value;

    /// <summary>Gets Anthropic's.</summary>
    public static ApiDocument Anthropic => _anthropic.Value;

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document.</param>
    public static ApiDocument Parse(string json) => new(JsonSerializer.Deserialize<JsonElement>(json));

    /// <summary>Finds a schema.</summary>
    /// <param name="name">Its name among the components.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public ApiSchema Schema(string name) => _schemas.GetOrAdd(name, Read);

    private static ApiDocument Load(string file) => Parse(File.ReadAllText(Path.Combine(SharedData.Root!, "specs", file)));

    private ApiSchema Read(string name)
    {
        lock (_reading)
        {
            return new(name, _reader.Named(name));
        }
    }
}
