using System.Text;
using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Json;

/// <summary>
/// The document of a request. It returns typed members, treats null as absent, and reports the path of a wrong member.
/// Dispose it after reading. The texts stay valid: they refer to the bytes of the request.
/// </summary>
internal sealed class JsonRequest : IDisposable
{
    private readonly JsonPath _path = new();

    private JsonRequest(JsonBody body, LossSink losses) => (Document, Losses) = (body, losses);

    public JsonBody Document { get; }

    public JsonElement Root => Document.Root;

    /// <summary>Gets the sink for lost fields.</summary>
    public LossSink Losses { get; }

    /// <summary>Parses a request.</summary>
    /// <exception cref="RouterException">The body is not a JSON object.</exception>
    public static JsonRequest Parse(ReadOnlyMemory<byte> utf8, LossSink losses)
    {
        try
        {
            var body = JsonBody.Parse(utf8);
            return body.Root.ValueKind == JsonValueKind.Object ? new(body, losses) : throw new JsonException("It is not an object.");
        }
        catch (JsonException exception)
        {
            throw new RouterException(RouterError.Invalid(null, $"The body is not a JSON object in valid UTF-8, nested at most {JsonBody.MaxDepth} deep."), exception);
        }
    }

    /// <summary>Enters a member. Until the scope is disposed, errors have its path.</summary>
    public JsonPath.Scope At(string name) => _path.Enter(name);

    /// <summary>Enters an element of an array.</summary>
    public JsonPath.Scope At(int index) => _path.Enter(index);

    /// <summary>Creates an error at the current path.</summary>
    public RouterException Wrong(string message) => new(RouterError.Invalid(_path.ToString(), message));

    /// <summary>Creates an error at a member of the current path.</summary>
    public RouterException Wrong(ReadOnlySpan<byte> member, string message)
    {
        using (At(Encoding.UTF8.GetString(member)))
        {
            return Wrong(message);
        }
    }

    /// <summary>Finds a member that is an object or absent.</summary>
    public JsonElement FindObject(JsonElement parent, ReadOnlySpan<byte> name) => parent.Find(name) switch
    {
        { ValueKind: JsonValueKind.Object or JsonValueKind.Undefined } found => found,
        _ => throw Wrong(name, "must be an object"),
    };

    /// <summary>Finds a member that is an array or absent.</summary>
    public JsonElement FindArray(JsonElement parent, ReadOnlySpan<byte> name) => parent.Find(name) switch
    {
        { ValueKind: JsonValueKind.Array or JsonValueKind.Undefined } found => found,
        _ => throw Wrong(name, "must be an array"),
    };

    public JsonText? FindText(JsonElement parent, ReadOnlySpan<byte> name) => parent.Find(name) switch
    {
        { ValueKind: JsonValueKind.String } text => Document.TextOf(text),
        { ValueKind: JsonValueKind.Undefined } => default(JsonText?),
        _ => throw Wrong(name, "must be a string"),
    };

    public JsonText TakeText(JsonElement parent, ReadOnlySpan<byte> name) =>
        FindText(parent, name) ?? throw Wrong(name, "is required");

    public string? FindString(JsonElement parent, ReadOnlySpan<byte> name) => FindText(parent, name)?.ToString();

    public string TakeString(JsonElement parent, ReadOnlySpan<byte> name) => TakeText(parent, name).ToString();

    public bool? FindBool(JsonElement parent, ReadOnlySpan<byte> name) => parent.Find(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Undefined => null,
        _ => throw Wrong(name, "must be true or false"),
    };

    public double? FindNumber(JsonElement parent, ReadOnlySpan<byte> name) => parent.Find(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when double.IsFinite(number.GetDouble()) => number.GetDouble(),
        { ValueKind: JsonValueKind.Undefined } => null,
        _ => throw Wrong(name, "must be a number"),
    };

    /// <summary>Finds a whole number; one that is too large becomes the largest.</summary>
    public int? FindInt(JsonElement parent, ReadOnlySpan<byte> name) => FindNumber(parent, name) switch
    {
        null => null,
        { } number when double.IsInteger(number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue),
        _ => throw Wrong(name, "must be a whole number"),
    };

    /// <summary>Finds an array of strings; empty if the member is absent.</summary>
    public EquatableArray<string> FindStrings(JsonElement parent, ReadOnlySpan<byte> name)
    {
        List<string> strings = [];
        foreach (var element in FindArray(parent, name).Elements())
        {
            strings.Add(element.ValueKind == JsonValueKind.String ? Document.StringOf(element) : throw Wrong(name, "must hold strings"));
        }

        return strings.ToEquatableArray();
    }

    public void Dispose() => Document.Dispose();
}
