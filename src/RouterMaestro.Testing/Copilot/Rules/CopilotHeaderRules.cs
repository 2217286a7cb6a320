using System.Globalization;
using System.Text.RegularExpressions;

namespace RouterMaestro.Testing.Copilot.Rules;

/// <summary>Which headers Copilot's two APIs ask for, and what makes sense in them. Violations are plain text.</summary>
internal static partial class CopilotHeaderRules
{
    private static readonly (string Name, Func<string, bool> MakesSense)[] _editor =
    [
        ("Editor-Version", IsProduct),
        ("Editor-Plugin-Version", IsProduct),
        ("User-Agent", IsProduct),
        ("X-GitHub-Api-Version", IsDate),
        ("X-Vscode-User-Agent-Library-Version", value => value.Length > 0),
    ];

    private static readonly (string Name, Func<string, bool> MakesSense)[] _api =
    [
        .. _editor,
        ("Copilot-Integration-Id", value => Word.IsMatch(value)),
        ("OpenAI-Intent", value => Word.IsMatch(value)),
        ("X-Request-Id", value => Guid.TryParseExact(value, "D", out _)),
    ];

    /// <summary>Finds what is wrong with the headers of a token exchange.</summary>
    public static string? ExchangeViolation(IReadOnlyDictionary<string, string> headers) =>
        Violation(headers, [("Accept", IsJson), .. _editor])
        ?? (headers.TryGetValue("Content-Type", out var type) && !IsJson(type) ? Invalid("Content-Type") : null);

    /// <summary>Finds what is wrong with the headers of an API call, those that depend on its body aside.</summary>
    public static string? ApiViolation(IReadOnlyDictionary<string, string> headers, bool hasBody) =>
        Violation(headers, hasBody ? [.. _api, ("Content-Type", IsJson)] : _api);

    private static string? Violation(IReadOnlyDictionary<string, string> headers, IEnumerable<(string Name, Func<string, bool> MakesSense)> rules) =>
        rules.Select(rule => !headers.TryGetValue(rule.Name, out var value) ? Missing(rule.Name) : rule.MakesSense(value) ? null : Invalid(rule.Name))
            .FirstOrDefault(violation => violation is not null);

    private static string Missing(string name) =>
        $"bad request: missing {name} header{(name == "Editor-Version" ? " for IDE auth" : "")}";

    private static string Invalid(string name) => $"bad request: invalid {name} header";

    private static bool IsProduct(string value) => Product.IsMatch(value);

    private static bool IsDate(string value) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsJson(string value) => value.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[\w.-]+/\d[\w.+-]*( .*)?$")]
    private static partial Regex Product { get; }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Word { get; }
}
