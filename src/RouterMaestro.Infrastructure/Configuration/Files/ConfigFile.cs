using System.Text;
using System.Text.Json;
using RouterMaestro.Application.Ports;

namespace RouterMaestro.Infrastructure.Configuration.Files;

/// <summary>Reads the syntax of a configuration document.</summary>
internal static class ConfigFile
{
    /// <summary>Reads a document's root object.</summary>
    /// <param name="document">The document.</param>
    /// <param name="errors">Collects the errors.</param>
    /// <param name="list">The member whose complete entries are used if a syntax error follows them; null if there is none.</param>
    /// <returns>The root; null if the document is absent, cannot be read or holds no object.</returns>
    public static ConfigNode? Read(ConfigurationDocument document, ConfigErrors errors, string? list = null)
    {
        if (document.Problem is { } problem)
        {
            errors.Break(problem);
        }

        return document.Utf8 is { } utf8 ? Parse(utf8.ToArray(), errors, list) : null;
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
                return new ConfigNode(root, "", errors, new MemberNames());
            }

            errors.Break("must be a JSON object");
        }
        catch (JsonException) when (list is not null && BrokenFile.Repair(bytes, Encoding.UTF8.GetBytes(list)) is { } repaired)
        {
            errors.Break($"{JsonFault.Describe(bytes)}; only the whole entries before that place are used");
            return Parse(repaired, errors);
        }
        catch (JsonException)
        {
            errors.Break(JsonFault.Describe(bytes));
        }
        catch (InvalidOperationException)
        {
            errors.Break("is not valid UTF-8 or holds half a surrogate pair");
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
