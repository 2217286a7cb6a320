using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Infrastructure.Configuration.Providers;
using RouterMaestro.Infrastructure.Configuration.Routing;

namespace RouterMaestro.Infrastructure.Management;

/// <summary>Writes documents for operators, with errors that they understand.</summary>
internal static class ConfigurationWrites
{
    /// <summary>Gets what writes the documents.</summary>
    /// <param name="live">The configuration.</param>
    /// <param name="what">What is to be changed, in the plural.</param>
    /// <exception cref="RouterException">The documents cannot be written.</exception>
    public static IConfigurationWriter WriterOf(LiveConfiguration live, string what) => live.Writer
        ?? throw Refused("no_file_configuration", $"This gateway's {what} are part of its host's program: they cannot be changed from here.");

    /// <summary>Replaces a document.</summary>
    /// <exception cref="RouterException">The document cannot be written.</exception>
    public static void Write(IConfigurationWriter writer, ConfigurationPart part, byte[] text)
    {
        try
        {
            writer.Write(part, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var name = part == ConfigurationPart.Providers ? ProvidersFile.Name : PrioritiesFile.Name;
            throw new RouterException(new RouterError(RouterErrorKind.Internal, 500, $"{name} cannot be written.") { Code = "config_not_written" }, exception);
        }
    }

    /// <summary>Creates the exception for a change that the present configuration does not allow.</summary>
    public static RouterException Refused(string code, string message) =>
        new(new RouterError(RouterErrorKind.InvalidRequest, 409, message) { Code = code });
}
