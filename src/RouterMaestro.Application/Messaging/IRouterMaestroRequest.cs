using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Application.Messaging;

/// <summary>Marks the requests of RouterMaestro. Its behaviors do not run for the requests of a host application.</summary>
[SuppressMessage("Design", "CA1040:Avoid empty interfaces", Justification = "It constrains open generics, which attributes cannot.")]
internal interface IRouterMaestroRequest;
