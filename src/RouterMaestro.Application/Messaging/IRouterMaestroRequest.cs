using System.Diagnostics.CodeAnalysis;

namespace RouterMaestro.Application.Messaging;

/// <summary>Marks our requests, so that our behaviours leave those of a host application alone.</summary>
[SuppressMessage("Design", "CA1040:Avoid empty interfaces", Justification = "It constrains open generics, which attributes cannot.")]
public interface IRouterMaestroRequest;
