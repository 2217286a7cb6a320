using System.Diagnostics;

namespace RouterMaestro.Cli.Shell;

/// <summary>Opens pages in the browser of the person at the terminal.</summary>
internal static class Browser
{
    /// <summary>Opens a page. Where there is no browser nothing happens: the person has the address.</summary>
    /// <param name="page">The page, which a provider named.</param>
    public static void Open(Uri page)
    {
        if ((page.Scheme != Uri.UriSchemeHttps && page.Scheme != Uri.UriSchemeHttp) || !HasScreen())
        {
            return;
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo(page.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            // there is none here
        }
    }

    // without a screen, xdg-open 1.1 and later start a browser for text (w3m, lynx) in the terminal of the login
    private static bool HasScreen() => !OperatingSystem.IsLinux()
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));
}
