using System.Text;
using System.Text.Json;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Opens a file of the configuration.</summary>
internal static class ConfigFile
{
    /// <summary>Reads the file's root object.</summary>
    /// <param name="path">The file.</param>
    /// <param name="errors">Takes why it cannot be read.</param>
    /// <param name="list">The member whose whole entries are saved when the file stops being JSON behind them; null when none is.</param>
    /// <returns>The root; null when the file is absent, cannot be read or holds no object.</returns>
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
        catch (JsonException exception) when (list is not null && BrokenFile.Mend(bytes, Encoding.UTF8.GetBytes(list)) is { } mended)
        {
            errors.Add($"{JsonFiles.Describe(exception)}: only the whole entries before that place are used");
            return Parse(mended, errors);
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

    // a document takes broken text in and throws when somebody asks for it
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
