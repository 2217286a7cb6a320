using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>A place in a configuration file. What is of the wrong kind counts as absent, and is noted with its path, never with its value.</summary>
/// <param name="Json">The value that stands there.</param>
/// <param name="Path">The path from the file's root.</param>
/// <param name="Errors">Takes the errors.</param>
internal readonly record struct ConfigNode(JsonElement Json, string Path, ConfigErrors Errors)
{
    /// <summary>Gets the members of an object in the file's order; nulls are left out.</summary>
    public IEnumerable<(string Name, ConfigNode Node)> Members()
    {
        foreach (var member in Json.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null)
            {
                yield return (member.Name, At(member.Name, member.Value));
            }
        }
    }

    /// <summary>Gets the elements of an array in order.</summary>
    public IEnumerable<ConfigNode> Items()
    {
        var index = 0;
        foreach (var item in Json.EnumerateArray())
        {
            yield return this with { Json = item, Path = $"{Path}[{index++}]" };
        }
    }

    /// <summary>Finds a member; null when it is absent or null.</summary>
    public ConfigNode? Find(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? At(name, value) : null;

    /// <summary>Finds a member that must be an object.</summary>
    public ConfigNode? FindObject(string name) => Find(name) is { } node && node.Is(JsonValueKind.Object, "an object") ? node : null;

    /// <summary>Finds a member that must be an array.</summary>
    public ConfigNode? FindArray(string name) => Find(name) is { } node && node.Is(JsonValueKind.Array, "an array") ? node : null;

    /// <summary>Reads a member that must be a string.</summary>
    public string? Text(string name) => Find(name)?.Text();

    /// <summary>Reads a member that must be true or false.</summary>
    public bool? Flag(string name)
    {
        if (Find(name) is not { } node)
        {
            return null;
        }

        return node.Json.ValueKind is JsonValueKind.True or JsonValueKind.False || node.Is(JsonValueKind.True, "true or false")
            ? node.Json.GetBoolean()
            : null;
    }

    /// <summary>Reads a member that must be a whole number.</summary>
    public int? Integer(string name, int least, int most) => Find(name)?.Integer(least, most);

    /// <summary>Reads the value, which must be a whole number.</summary>
    public int? Integer(int least, int most)
    {
        if (Json.ValueKind == JsonValueKind.Number && Json.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Error(most == int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"must be a whole number of at least {least}")
            : string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}"));
        return null;
    }

    /// <summary>Reads the value, which must be a string.</summary>
    public string? Text() => Is(JsonValueKind.String, "a string") ? Json.GetString() : null;

    /// <summary>Tells whether the value is of a kind, and notes it when it is not.</summary>
    public bool Is(JsonValueKind kind, string wanted)
    {
        if (Json.ValueKind != kind)
        {
            Error($"must be {wanted}");
        }

        return Json.ValueKind == kind;
    }

    /// <summary>Notes what is wrong here.</summary>
    /// <param name="what">What is wrong, following the path.</param>
    public void Error(string what) => Errors.Add($"{Path} {what}");

    private ConfigNode At(string name, JsonElement value) => this with { Json = value, Path = Path.Length == 0 ? Step(name) : Join(Path, name) };

    private static string Join(string path, string name) => Step(name) is ['[', ..] step ? path + step : $"{path}.{name}";

    private static string Step(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? name
            : $"[\"{JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"]";
}
