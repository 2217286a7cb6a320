namespace RouterMaestro.Application.Ports;

/// <summary>Something wrong with the configuration that did not keep the gateway from working.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Message">What is wrong and where in the file, without values.</param>
public sealed record ConfigProblem(string File, string Message);
