namespace RouterMaestro.Cli.Doctor;

/// <summary>Writes addresses of others for people. They may hold passwords or keys, so that only the server is shown.</summary>
internal static class UrlText
{
    /// <summary>Returns the scheme, host and port of an address; words for a text that is none.</summary>
    public static string Origin(string text) => Parse(text) is { } uri ? Origin(uri) : "something that is no address";

    /// <summary>Returns the scheme, host and port of an address.</summary>
    public static string Origin(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>Reads an address; null if it is none with a host.</summary>
    public static Uri? Parse(string text) => Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri : null;
}
