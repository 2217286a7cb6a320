using Microsoft.AspNetCore.Http;
using RouterMaestro.AspNetCore.Auth;

namespace RouterMaestro.AspNetCore.Relay;

/// <summary>The query that a provider of the caller's protocol gets: the caller's, without keys of the gateway and without parameters for keys.</summary>
internal static class ForwardedQuery
{
    // without hyphens and underscores, in any case; Gemini's clients send the key as ?key=
    private static readonly HashSet<string> _keyNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "key", "apikey", "xapikey", "xgoogapikey", "accesskey", "accesstoken", "authtoken", "bearertoken", "token", "authorization",
    };

    /// <summary>Gets the query of a request, with its question mark; empty if there is none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="keys">The gateway's keys.</param>
    public static string Of(HttpRequest request, GatewayKeys keys)
    {
        var query = request.QueryString.Value;
        if (string.IsNullOrEmpty(query) || query == "?")
        {
            return "";
        }

        // a semicolon may separate parameters (HTML 4.01 B.2.2) or be a character of a value
        var all = query[1..].Split('&');
        var kept = Array.FindAll(all, parameter => !Array.Exists(parameter.Split(';'), part => IsWithheld(part, request, keys)) && !IsWithheld(parameter, request, keys));
        return kept.Length == all.Length ? query : kept.Length == 0 ? "" : "?" + string.Join('&', kept);
    }

    private static bool IsWithheld(string parameter, HttpRequest request, GatewayKeys keys)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        var name = Decode(equals < 0 ? parameter : parameter[..equals]);
        return _keyNames.Contains(Plain(name)) || IsKey(name) || (equals >= 0 && IsKey(Decode(parameter[(equals + 1)..])));

        bool IsKey(string text) => keys.IsIn(text, request.Headers) || keys.IsKey(text);
    }

    // a name with an index, as in key[] or key[0], means the same to many servers
    private static string Plain(string name)
    {
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        return (bracket > 0 ? name[..bracket] : name).Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Trim();
    }

    // a server behind the provider may decode once more
    private static string Decode(string text)
    {
        const int MaxTimes = 3;
        text = text.Replace('+', ' ');
        for (var times = 0; times < MaxTimes && text.Contains('%', StringComparison.Ordinal); times++)
        {
            text = Uri.UnescapeDataString(text);
        }

        return text;
    }
}
