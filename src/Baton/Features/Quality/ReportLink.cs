namespace Baton.Features.Quality;

/// <summary>An address within the window of a report: of the handoffs behind a figure, or of another path.</summary>
public delegate string ReportLink(string query, string path = "/reports/handoffs");
