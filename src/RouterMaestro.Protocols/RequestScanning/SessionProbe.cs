using System.Text.Json;

namespace RouterMaestro.Protocols.RequestScanning;

/// <summary>Reads the client's id of its session from the member of a request that names it.</summary>
internal static class SessionProbe
{
    /// <summary>The maximum size of a value that is read. Clients send some hundred bytes.</summary>
    private const int MaxBytes = 4096;

    /// <summary>Reads the value of <c>prompt_cache_key</c> (OpenAI) or of <c>metadata</c> (Anthropic).</summary>
    /// <param name="value">The value, as JSON.</param>
    /// <returns>The id; null if there is none.</returns>
    public static string? Read(ReadOnlySpan<byte> value)
    {
        if (value.Length > MaxBytes)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(value);
            reader.Read();
            return reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.StartObject => FindString(ref reader, "user_id"u8) is { } user ? OfUser(user) : null,
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // broken below the top level: the provider reports it
        }
    }

    /// <summary>Reads the id within Claude Code's <c>user_id</c>: JSON since 2.1.78, before <c>user_…_account_…_session_UUID</c>.</summary>
    private static string? OfUser(string user)
    {
        const string Mark = "_session_";
        if (user.StartsWith('{'))
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(user));
            reader.Read();
            return FindString(ref reader, "session_id"u8);
        }

        return user.LastIndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at ? user[(at + Mark.Length)..] : null;
    }

    private static string? FindString(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(name);
            reader.Read();
            if (isWanted)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}
