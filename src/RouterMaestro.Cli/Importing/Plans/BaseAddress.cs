namespace RouterMaestro.Cli.Importing.Plans;

/// <summary>Turns the addresses of other programs into base addresses.</summary>
internal static class BaseAddress
{
    private static readonly string[] _operations = ["/chat/completions", "/v1/messages", "/messages", "/responses", "/completions"];

    /// <summary>Reads an address.</summary>
    /// <param name="text">The address, perhaps with the path of an operation behind it.</param>
    /// <param name="operation">The path of the operation, without a version; empty for none.</param>
    /// <returns>The base address; null if it is not a usable one.</returns>
    public static Uri? Read(string text, out string operation)
    {
        var trimmed = text.Trim().TrimEnd('/');
        var path = Array.Find(_operations, operation => trimmed.EndsWith(operation, StringComparison.OrdinalIgnoreCase)) ?? "";
        operation = path == "/v1/messages" ? "/messages" : path;
        return Uri.TryCreate(trimmed[..^path.Length], UriKind.Absolute, out var address)
            && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" } ? address : null;
    }

    /// <summary>Returns an address as it is written in an entry.</summary>
    public static string TextOf(Uri address) => address.AbsoluteUri.TrimEnd('/');

    /// <summary>Returns an address with a last part, unless it has it.</summary>
    public static Uri With(Uri address, string part) =>
        TextOf(address).EndsWith("/" + part, StringComparison.Ordinal) ? address : new Uri($"{TextOf(address)}/{part}");

    /// <summary>Returns whether two addresses are those of the same server; a version at the end makes no difference.</summary>
    public static bool AreSame(string? one, string? other)
    {
        return one is not null && other is not null && Plain(one).Equals(Plain(other), StringComparison.OrdinalIgnoreCase);

        static string Plain(string address) => address.TrimEnd('/') is var text && text.EndsWith("/v1", StringComparison.Ordinal) ? text[..^3] : text;
    }
}
