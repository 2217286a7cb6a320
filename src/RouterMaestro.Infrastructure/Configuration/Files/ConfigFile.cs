using System.Text;
using System.Text.Json;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Opens a configuration file.</summary>
internal static class ConfigFile
{
    /// <summary>Reads the file's root object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="errors">Collects the errors.</param>
    /// <param name="list">The member whose complete entries are used if a syntax error follows them; null if there is none.</param>
    /// <returns>The root; null if the file is absent, cannot be read or holds no object.</returns>
    public static ConfigNode? Open(string path, ConfigErrors errors, string? list = null)
    {
        try
        {
            return JsonFiles.ReadBytes(path) is { } bytes ? Parse(bytes, errors, list) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add("cannot be read, or is a folder");
            return null;
        }
    }

    /// <summary>Reads the root object of a file's content.</summary>
    public static ConfigNode? Parse(byte[] bytes, ConfigErrors errors, string? list = null)
    {
        try
        {
            CheckText(bytes);
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement.Clone();
            if (root.ValueKind == JsonValueKind.Object)
            {
                return new ConfigNode(root, "", errors);
            }

            errors.Add("must be a JSON object");
        }
        catch (JsonException exception) when (list is not null && BrokenFile.Repair(bytes, Encoding.UTF8.GetBytes(list)) is { } repaired)
        {
            errors.Add($"{JsonFiles.Describe(exception)}: only the whole entries before that place are used");
            return Parse(repaired, errors);
        }
        catch (JsonException exception)
        {
            errors.Add(JsonFiles.Describe(exception));
        }
        catch (InvalidOperationException)
        {
            errors.Add("is not valid UTF-8 or holds half a surrogate pair");
        }

        return null;
    }

    // JsonDocument accepts invalid text and throws only when a string is read
    private static void CheckText(ReadOnlySpan<byte> bytes)
    {
        var json = new Utf8JsonReader(bytes);
        while (json.Read())
        {
            if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                json.GetString();
            }
        }
    }
}
