using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>
/// A value in a configuration file. A value of the wrong kind counts as absent and adds an error with its path, never with its value.
/// </summary>
/// <param name="Json">The value.</param>
/// <param name="Path">The path from the file's root.</param>
/// <param name="Errors">Collects the errors.</param>
/// <param name="Names">Remembers which members were asked for.</param>
internal readonly record struct ConfigNode(JsonElement Json, string Path, ConfigErrors Errors, MemberNames Names)
{
    /// <summary>Gets the members of an object that may have any names, in the file's order; nulls are left out.</summary>
    public IEnumerable<(string Name, ConfigNode Node)> Members()
    {
        AllowAnyMembers();
        return EnumerateMembers().Where(member => member.Node.Json.ValueKind != JsonValueKind.Null);
    }

    /// <summary>Gets the members, nulls too, without saying that all names are valid.</summary>
    public IEnumerable<(string Name, ConfigNode Node)> EnumerateMembers()
    {
        foreach (var member in Json.EnumerateObject())
        {
            yield return (member.Name, At(member.Name, member.Value));
        }
    }

    /// <summary>Says that members of all names are valid here.</summary>
    public void AllowAnyMembers() => Names.AskAll(Path);

    /// <summary>Reports the members of this object, and of those in it, that no reader has asked for.</summary>
    public void ReportUnknownMembers() => Names.Report(this);

    /// <summary>Returns whether a member is there, be it null.</summary>
    public bool Has(string name)
    {
        Names.Ask(Path, name);
        return Json.TryGetProperty(name, out _);
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

    /// <summary>Finds a member; null if it is absent or null.</summary>
    public ConfigNode? Find(string name)
    {
        Names.Ask(Path, name);
        return Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? At(name, value) : null;
    }

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
    public int? Integer(string name, int min, int max) => Find(name)?.Integer(min, max);

    /// <summary>Reads the value, which must be a whole number.</summary>
    public int? Integer(int min, int max)
    {
        if (Json.ValueKind == JsonValueKind.Number && Json.TryGetInt32(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Error(max == int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"must be a whole number of at least {min}")
            : string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
        return null;
    }

    /// <summary>Reads the value, which must be a string.</summary>
    public string? Text() => Is(JsonValueKind.String, "a string") ? Json.GetString() : null;

    /// <summary>Returns whether the value is of a kind; adds an error if it is not.</summary>
    public bool Is(JsonValueKind kind, string wanted)
    {
        if (Json.ValueKind != kind)
        {
            Error($"must be {wanted}");
        }

        return Json.ValueKind == kind;
    }

    /// <summary>Adds an error at this place.</summary>
    /// <param name="message">The message, which follows the path.</param>
    public void Error(string message) => Errors.Add($"{Path} {message}");

    private ConfigNode At(string name, JsonElement value) => this with { Json = value, Path = Path.Length == 0 ? Step(name) : Join(Path, name) };

    private static string Join(string path, string name) => Step(name) is ['[', ..] step ? path + step : $"{path}.{name}";

    private static string Step(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? name
            : $"[\"{JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"]";
}
