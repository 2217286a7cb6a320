using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Auth;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Configuration.Routing;

namespace RouterMaestro.Infrastructure.Configuration;

/// <summary>Writes documents for operators, with errors that they understand.</summary>
internal static class ConfigurationWrites
{
    /// <summary>Gets what writes the documents.</summary>
    /// <param name="live">The configuration.</param>
    /// <param name="what">What is to be changed, in the plural.</param>
    /// <exception cref="RouterException">The documents cannot be written.</exception>
    public static IConfigurationWriter WriterOf(LiveConfiguration live, string what) => WriterOf(live.Writer, what);

    /// <summary>Returns what writes the documents.</summary>
    /// <param name="writer">It, if there is any.</param>
    /// <param name="what">What is to be changed, in the plural.</param>
    /// <exception cref="RouterException">The documents cannot be written.</exception>
    public static IConfigurationWriter WriterOf(IConfigurationWriter? writer, string what) => writer
        ?? throw Refused("no_file_configuration", $"This gateway's {what} are part of its host's program: they cannot be changed from here.");

    /// <summary>Replaces a document unless somebody else has changed it.</summary>
    /// <param name="writer">What writes the documents.</param>
    /// <param name="part">The document.</param>
    /// <param name="text">Its text.</param>
    /// <param name="former">The document on which the text is based.</param>
    /// <returns>False if there is another document than that, which stays.</returns>
    /// <exception cref="RouterException">The document cannot be written.</exception>
    public static bool TryWrite(IConfigurationWriter writer, ConfigurationPart part, byte[] text, ConfigurationDocument former)
    {
        try
        {
            return writer.TryWrite(part, text, former);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var name = part switch
            {
                ConfigurationPart.Providers => ProvidersFile.Name,
                ConfigurationPart.Routing => PrioritiesFile.Name,
                _ => AuthFile.Name,
            };
            var message = $"{name} cannot be written: {ReasonOf(exception)}. Nothing has changed.";
            throw new RouterException(new RouterError(RouterErrorKind.Internal, 503, message) { Code = "config_not_written" }, exception);
        }
    }

    // .NET adds the path to the system's words, as in: No space left on device : '/path'
    private static string ReasonOf(Exception exception)
    {
        if (exception is UnauthorizedAccessException)
        {
            return "the gateway has no permission to change its folder, or the file";
        }

        var quote = exception.Message.IndexOf('\'', StringComparison.Ordinal);
        var words = (quote < 0 ? exception.Message : exception.Message[..quote]).Trim(' ', ':', '.');
        return words.Length == 0 ? "the system refuses it" : words;
    }

    /// <summary>Creates the exception for a change that the present configuration does not allow.</summary>
    public static RouterException Refused(string code, string message) =>
        new(new RouterError(RouterErrorKind.InvalidRequest, 409, message) { Code = code });
}
