namespace RouterMaestro.Cli.Clients.Files;

/// <summary>A settings file has a form that cannot be edited. The message follows the file's name, and quotes nothing of its content.</summary>
internal sealed class SettingsFormatException(string message, Exception? inner = null) : Exception(message, inner);
